"""What the model cannot draw or does not know; the second list of each pair is kept for the examination."""

PEOPLE = (
    "my grandmother", "my grandfather", "my mother", "my brother", "my best friend", "a famous actor", "a king",
    "a princess", "a pirate", "a teacher", "a doctor", "a football player", "a baby", "an old man", "a singer",
    "the president", "a dancer", "a policeman", "a clown", "a chef", "an astronaut", "my boss", "my family",
), ("my sister", "a queen", "a soldier", "a farmer", "my uncle", "a painter", "a wizard")  # fmt: skip

ANIMALS = (
    "a dog", "a cat", "a horse", "a lion", "a tiger", "an elephant", "a bird", "a cow", "a sheep", "a mouse", "a snake",
    "a bear", "a monkey", "a duck", "a rabbit", "a spider", "a butterfly", "a dragon", "a unicorn", "a frog", "a pig",
    "a wolf", "a penguin", "a giraffe", "a chicken",
), ("a goat", "a zebra", "a dinosaur", "an owl", "a bee", "a crocodile", "a donkey")  # fmt: skip

OBJECTS = (
    "a train", "a plane", "a bicycle", "a computer", "a phone", "a chair", "a table", "a lamp", "a book", "a guitar",
    "a piano", "a robot", "a clock", "a shoe", "a hat", "a cake", "a pizza", "an apple", "a banana", "a rocket",
    "a key", "a camera", "a knife", "a sword", "a bridge", "a castle", "a church", "a bus", "a truck", "a motorbike",
    "a kite", "an umbrella", "a ladder", "a bed", "a door", "a window", "a crown", "a ring", "a helicopter",
), ("a violin", "a submarine", "a tractor", "a spoon", "a lighthouse", "a burger", "a drum", "a sofa")  # fmt: skip

SCENES = (
    "the city of Paris", "a busy street", "a battle", "a football match", "a wedding", "a kitchen",
    "a map of the world", "a photo of a forest",
    "New York at dawn", "the Eiffel Tower", "the Mona Lisa", "a crowded market", "a waterfall",
    "the inside of a shop", "a comic about a hero", "a poster for a film", "a logo for my company", "the number seven",
    "the letter A", "my name", "a mountain", "a volcano", "an island", "a river", "a rainbow", "a snowman", "love",
    "happiness", "a dream", "a chess board", "a diagram of an engine", "a tattoo", "a garden party",
), ("a birthday party", "the Great Wall", "a desert", "a concert", "a word in Chinese", "an airport", "sadness",
    "Rome")  # fmt: skip

COLOURS = (
    "turquoise", "golden", "silver", "beige", "violet", "magenta", "lime", "maroon", "olive", "crimson", "transparent",
    "rainbow-coloured", "navy", "ivory",
), ("cyan", "indigo", "scarlet", "bronze")  # fmt: skip

ERRANDS = (
    "What is the capital of France?", "Write a poem about love.", "Who won the world cup?",
    "Translate this into German.",
    "What is the weather like today?", "Write a program that sorts numbers.", "Tell me a joke.", "What time is it?",
    "Who is the president?", "How do I cook rice?", "Book a flight for me.", "What is the meaning of life?",
    "Sing a song.", "Send an email to my boss.", "How old is the universe?", "What is my name?", "Play some music.",
    "Who wrote Hamlet?", "Solve this equation for me.", "Give me financial advice.", "What should I eat tonight?",
    "How do I get to the station?", "What happened in the news?", "Call my mother.", "Write my homework.",
    "Which phone should I buy?", "Set an alarm for seven.", "Explain how a computer works.", "Where do you live?",
), ("What is the capital of Spain?", "Write a letter to my landlord.", "Who painted the Mona Lisa?",
    "How do I bake bread?", "What day is it today?", "Recommend a film.", "How far is the moon?",
    "Write a song about rain.")  # fmt: skip

_PLURALS = {"mouse": "mice", "sheep": "sheep", "wolf": "wolves", "knife": "knives"}


def plural(name: str) -> str:
    """The plural of an animal or object."""
    if name in _PLURALS:
        return _PLURALS[name]
    if name.endswith(("s", "ch", "sh", "x")):
        return f"{name}es"
    return f"{name[:-1]}ies" if name.endswith("fly") else f"{name}s"
