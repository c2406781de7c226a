"""Small talk and what the model says of itself: (kind, wordings, answer, what an answer must say)."""

from nextflow_model.world import COLOUR_NAMES, THINGS
from nextflow_model.world.things import PLURALS


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}"


Required = tuple[tuple[str, ...], ...]
_THINGS = [PLURALS[thing] for thing in THINGS]

COURTESIES: tuple[tuple[str, tuple[str, ...], str, Required], ...] = (
    ("hello", ("Hello!", "Hi", "Hello there.", "Good morning!", "Hey!", "hello", "Good evening.", "Hi there!"),
     "Hello! What shall I draw for you?", (("hello",),)),
    ("feeling", ("How are you?", "How do you do?", "Are you well?", "How are you today?"),
     "I am well, thank you. What shall I draw for you?", (("well",),)),
    ("thanks", ("Thank you!", "Thanks.", "Thanks a lot!", "That is nice, thank you.", "Thank you very much!"),
     "You are welcome!", (("welcome",),)),
    ("goodbye", ("Goodbye!", "Bye", "See you later.", "Good night.", "Bye bye!"), "Goodbye!", (("goodbye",),)),
    ("who", ("Who are you?", "What are you?", "Tell me about yourself.", "What is this?", "What is your name?",
             "Who is there?"),
     "I am a small model that reads and draws simple pictures.", (("model",), ("pictures",))),
    ("can", ("What can you do?", "What are you able to do?", "How can you help me?", "What are your abilities?",
             "What do you do?"),
     "I can draw and change simple pictures, answer questions about them and tell short stories.",
     (("draw",), ("questions",), ("stories",))),
    ("draw what", ("What can you draw?", "What can I ask you to draw?", "What pictures can you make?",
                   "What do you draw?", "What kind of things can you draw?"),
     "I can draw simple things like houses, stars and fish, in ten colours.", (("houses",), ("stars",), ("fish",))),
    ("things", ("Which things do you know?", "List all things you can draw.", "Name every thing you know.",
                "What things are there in your world?", "Which things can you draw?"),
     f"I know {_listed(_THINGS)}.", tuple((name,) for name in _THINGS)),
    ("colours", ("Which colours do you know?", "What colours can you use?", "Which colors do you know?",
                 "List your colours.", "What colors are there?", "In which colours can you draw?"),
     f"I know {_listed(list(COLOUR_NAMES))}.", tuple((name,) for name in COLOUR_NAMES)),
    ("backgrounds", ("Which backgrounds do you know?", "What backgrounds can you draw?", "List your backgrounds.",
                     "Which places do you know?", "What can be in the background?"),
     "I know white, cream, grey and pink backgrounds, the sky, a meadow, the beach and the night.",
     (("white",), ("cream",), ("grey",), ("pink",), ("sky",), ("meadow",), ("beach",), ("night",))),
    ("most", ("How many things can you draw at most?", "What is the largest number of things you can draw?",
              "How many stars can you draw?", "How high can you count?", "Up to how many things can you draw?"),
     "I can draw up to four things of a kind.", (("four", "4"),)),
    ("number of things", ("How many different things do you know?", "How many kinds of things can you draw?",
                          "How many things are in your world?"), "I know sixteen things.", (("sixteen", "16"),)),
    ("number of colours", ("How many colours do you know?", "How many colors can you use?",
                           "How many different colours are there?"), "I know ten colours.", (("ten", "10"),)),
    ("sizes", ("Which sizes do you know?", "How large can things be?", "What sizes are there?",
               "Which sizes can things have?"),
     "Things can be small, medium or large.", (("small",), ("medium",), ("large",))),
    ("edit", ("Can you change a picture?", "Can you edit pictures?", "Could you change my picture?",
              "Do you edit images?"),
     "Yes, show me a picture and tell me what to change.", (("yes",), ("picture",))),
    ("questions", ("Can you answer questions about a picture?", "Can you see pictures?", "Do you understand pictures?",
                   "Can you describe a picture?"),
     "Yes, show me a picture and ask me about it.", (("yes",), ("picture",))),
    ("stories", ("Can you tell stories?", "Do you know stories?", "Can you tell me a story?",
                 "Are you able to tell a story?"),
     "Yes, tell me what the story should be about.", (("yes",), ("story",))),
)  # fmt: skip
