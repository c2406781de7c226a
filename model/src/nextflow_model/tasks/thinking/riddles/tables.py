"""What everybody knows: the facts that riddles are made of."""

NUMBERS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (("a person has noses", "A person has one nose"), ("a mushroom has stems", "A mushroom has one stem"),
        ("the earth has moons", "The earth has one moon"), ("a person has mouths", "A person has one mouth")),
    2: (("a person has eyes", "A person has two eyes"), ("a person has hands", "A person has two hands"),
        ("a bird has wings", "A bird has two wings"), ("a bicycle has wheels", "A bicycle has two wheels"),
        ("a bird has legs", "A bird has two legs"), ("a person has ears", "A person has two ears")),
    3: (("a triangle has corners", "A triangle has three corners"),
        ("a triangle has sides", "A triangle has three sides"),
        ("a traffic light has lamps", "A traffic light has three lamps"),
        ("a tricycle has wheels", "A tricycle has three wheels"), ("a clover has leaves", "A clover has three leaves")),
    4: (("a square has corners", "A square has four corners"), ("a square has sides", "A square has four sides"),
        ("a car has wheels", "A car has four wheels"), ("a dog has legs", "A dog has four legs"),
        ("a year has seasons", "A year has four seasons"), ("a table has legs", "A table has four legs")),
}  # fmt: skip
"""Per number: what it is as many as, and the fact."""

MIXES: dict[str, tuple[tuple[str, str], ...]] = {
    "green": (("blue", "yellow"), ("yellow", "blue")),
    "orange": (("red", "yellow"), ("yellow", "red")),
    "purple": (("red", "blue"), ("blue", "red")),
    "pink": (("red", "white"), ("white", "red")),
    "brown": (("red", "green"), ("green", "red")),
}

COLOURED: dict[str, tuple[tuple[str, str], ...]] = {
    "green": (("grass", "Grass"), ("a frog", "A frog"), ("a leaf", "A leaf"), ("a cucumber", "A cucumber")),
    "yellow": (("a ripe lemon", "A ripe lemon"), ("a banana", "A banana"), ("a chick", "A chick")),
    "red": (("a ripe tomato", "A ripe tomato"), ("a fire engine", "A fire engine"), ("a strawberry", "A strawberry")),
    "blue": (("a clear sky", "A clear sky"), ("the deep sea", "The deep sea"), ("a blueberry", "A blueberry")),
    "orange": (("a carrot", "A carrot"), ("a pumpkin", "A pumpkin")),
    "white": (("snow", "Snow"), ("milk", "Milk"), ("a polar bear", "A polar bear")),
    "black": (("coal", "Coal"), ("the night", "The night"), ("a raven", "A raven")),
    "brown": (("chocolate", "Chocolate"), ("coffee", "Coffee"), ("wood", "Wood")),
    "pink": (("a pig", "A pig"), ("a flamingo", "A flamingo")),
    "purple": (("a plum", "A plum"), ("lavender", "Lavender"), ("an aubergine", "An aubergine")),
}
"""Per colour: what has it, in the middle and at the start of a sentence."""

KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "circle": (("shape without corners", "has no corners"),),
    "square": (("shape with four corners", "has four corners"),),
    "triangle": (("shape with three corners", "has three corners"),),
    "star": (("thing that twinkles at night", "twinkles at night"), ("thing you wish upon", "is what you wish upon")),
    "heart": (("thing that stands for love", "stands for love"),),
    "moon": (("thing that lights the night", "lights the night"),
             ("thing that goes round the earth", "goes round the earth")),
    "sun": (("thing that shines by day", "shines by day"), ("thing that warms the earth", "warms the earth")),
    "house": (("thing people live in", "is what people live in"),
              ("thing with a roof and a door", "has a roof and a door")),
    "tree": (("thing birds build nests in", "is what birds build nests in"), ("plant with a trunk", "has a trunk")),
    "fish": (("thing that swims", "swims"), ("animal", "is an animal"), ("thing with fins", "has fins")),
    "boat": (("thing that sails", "sails"), ("thing that carries people over water", "carries people over water")),
    "cup": (("thing you drink from", "is what you drink from"), ("thing for tea", "is for tea")),
    "car": (("thing that drives on roads", "drives on roads"), ("thing with an engine", "has an engine")),
    "flower": (("thing that bees visit", "is what bees visit"), ("plant with petals", "has petals")),
    "mushroom": (("thing with a cap that grows in the woods", "has a cap and grows in the woods"),),
    "balloon": (("thing filled with air", "is filled with air"), ("thing that pops", "pops")),
}  # fmt: skip
"""Per thing: what kind it is, and the same as a fact."""

WHERE: dict[str, tuple[tuple[str, str], ...]] = {
    "meadow": (("where cows graze", "Cows graze on a meadow"), ("where sheep eat", "Sheep eat on a meadow")),
    "sand": (("where you build sand castles", "You build sand castles on the beach"),
             ("where you find shells", "You find shells on the beach")),
    "night": (("when people sleep", "People sleep at night"), ("when owls hunt", "Owls hunt at night")),
    "sky": (("where birds fly", "Birds fly in the sky"), ("where clouds float", "Clouds float in the sky")),
}  # fmt: skip
