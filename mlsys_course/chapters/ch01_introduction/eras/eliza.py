"""ELIZA (1966): conversation by keywords, decomposition rules and reassembly rules.

A sentence is searched for the keyword of the highest rank; a decomposition rule of that keyword cuts the
sentence into parts, a reassembly rule builds the reply out of them. Between two sentences nothing is kept but
the place in each list of replies. Weizenbaum's program had one device more, a list of remembered "my ..."
phrases that it played back when no keyword matched; it is left out here.

References
----------
J. Weizenbaum, "ELIZA: a computer program for the study of natural language communication between man and
machine", *Communications of the ACM* 9(1), 1966, doi:10.1145/365153.365168. The method is the paper's; the
script below was written for this course.

Examples
--------
>>> eliza = Eliza()
>>> eliza.reply("I am worried about my thesis").text
'How long have you been worried about your thesis?'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

REFLECTIONS = {
    "i": "you",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "am": "are",
    "i'm": "you are",
    "you": "I",
    "your": "my",
    "yours": "mine",
    "yourself": "myself",
    "you're": "I am",
    "was": "were",
}
"""Words that change when a part of the sentence is given back to the speaker."""


@dataclass(frozen=True)
class Decomposition:
    """A pattern of words, ``*`` standing for any number of them, and the replies it allows.

    In a reply ``{1}`` is what the first ``*`` matched, turned round by `REFLECTIONS`.
    """

    pattern: str
    reassembly: tuple[str, ...]


@dataclass(frozen=True)
class Keyword:
    """A word to look for; of several in a sentence the one of the highest rank is used."""

    word: str
    rank: int
    decompositions: tuple[Decomposition, ...]


SCRIPT: tuple[Keyword, ...] = (
    Keyword(
        "sorry", 0, (Decomposition("*", ("There is nothing to be sorry for.", "What makes you apologise?")),)
    ),
    Keyword("hello", 0, (Decomposition("*", ("Good day. What would you like to talk about?",)),)),
    Keyword(
        "computer",
        9,
        (Decomposition("*", ("Are you uneasy about machines?", "What have machines to do with it?")),),
    ),
    Keyword(
        "dream",
        4,
        (
            Decomposition(
                "* i dream of *", ("What does {2} bring to your mind?", "Do you often think of {2}?")
            ),
            Decomposition("*", ("What do you make of that dream?",)),
        ),
    ),
    Keyword(
        "remember",
        5,
        (
            Decomposition("* i remember *", ("Do you often think of {2}?", "What else does {2} bring back?")),
            Decomposition("* do you remember *", ("Did you think I would forget {2}?",)),
        ),
    ),
    Keyword(
        "if", 3, (Decomposition("* if *", ("Do you think it likely that {2}?", "Do you wish that {2}?")),)
    ),
    Keyword(
        "my",
        2,
        (
            Decomposition("* my name is *", ("Names don't matter to me.", "I do not keep names.")),
            Decomposition(
                "* my mother *", ("Tell me more about your family.", "Who else in your family {2}?")
            ),
            Decomposition("* my father *", ("Tell me more about your family.", "Your father?")),
            Decomposition("* my *", ("Your {2}?", "Why do you say your {2}?")),
        ),
    ),
    Keyword(
        "am",
        3,
        (
            Decomposition(
                "* i am *", ("How long have you been {2}?", "Do you believe it is normal to be {2}?")
            ),
            Decomposition("* am i *", ("Do you believe you are {2}?",)),
        ),
    ),
    Keyword(
        "i",
        0,
        (
            Decomposition("* i want *", ("What would it mean to you to get {2}?", "Suppose you got {2}?")),
            Decomposition("* i need *", ("Why do you need {2}?",)),
            Decomposition("* i feel *", ("Tell me more about such feelings.", "Do you often feel {2}?")),
            Decomposition("* i can't *", ("What would happen if you could {2}?",)),
            Decomposition("* i *", ("You say you {2}.", "Can you say more about that?")),
        ),
    ),
    Keyword(
        "you",
        0,
        (
            Decomposition("* you are *", ("What makes you think I am {2}?", "Would you like me to be {2}?")),
            Decomposition(
                "* you *", ("We were talking about you, not me.", "Why do you bring me into this?")
            ),
        ),
    ),
    Keyword(
        "because", 1, (Decomposition("*", ("Is that the real reason?", "What other reasons are there?")),)
    ),
    Keyword("why", 1, (Decomposition("*", ("What answer would please you most?", "Why do you ask?")),)),
    Keyword("what", 0, (Decomposition("*", ("Does that question interest you?", "What do you think?")),)),
    Keyword("always", 1, (Decomposition("*", ("Can you think of an example?", "When?")),)),
    Keyword("everybody", 2, (Decomposition("*", ("Whom in particular are you thinking of?",)),)),
    Keyword("yes", 0, (Decomposition("*", ("You seem quite certain.", "I see.")),)),
    Keyword("no", 0, (Decomposition("*", ("Why not?", "You are rather negative today.")),)),
)
"""The script: everything this ELIZA can say, apart from `NO_KEYWORD`."""

NO_KEYWORD = ("Please go on.", "I am not sure I follow you.", "What does that suggest to you?")
"""Replies for a sentence without a keyword, used in turn."""


@dataclass(frozen=True)
class Reply:
    """A reply and the rules that made it; ``keyword`` is empty where no keyword was found."""

    text: str
    keyword: str = ""
    pattern: str = ""
    reassembly: str = ""


@dataclass
class Eliza:
    """A conversation partner that follows a script.

    Parameters
    ----------
    script : sequence of Keyword
        Keywords with their rules.

    Examples
    --------
    >>> eliza = Eliza()
    >>> eliza.reply("My name is Ada.").text
    "Names don't matter to me."
    >>> eliza.reply("What is my name?").text
    'Your name?'
    """

    script: Sequence[Keyword] = SCRIPT
    _turn: dict[str, int] = field(default_factory=dict, repr=False)

    def reply(self, sentence: str) -> Reply:
        """Answer one sentence.

        Parameters
        ----------
        sentence : str
            What the speaker says; case and punctuation do not matter.

        Returns
        -------
        Reply
            The text, and the keyword and rules it came from.

        Raises
        ------
        TypeError
            When ``sentence`` is not text.
        """
        if not isinstance(sentence, str):
            raise TypeError(f"sentence is text in quotes, not {type(sentence).__name__}")
        words = re.findall(r"[a-z']+", sentence.lower().replace("’", "'"))
        found = [k for k in self.script if k.word in words or f"{k.word}s" in words]
        # sorted() is stable: of two keywords of one rank the first in the script wins.
        for keyword in sorted(found, key=lambda k: -k.rank):
            for rule in keyword.decompositions:
                parts = decompose(rule.pattern, words)
                if parts is not None:
                    form = self._next(f"{keyword.word}/{rule.pattern}", rule.reassembly)
                    return Reply(_reassemble(form, parts), keyword.word, rule.pattern, form)
        return Reply(self._next("", NO_KEYWORD))

    def _next(self, place: str, replies: Sequence[str]) -> str:
        turn = self._turn.get(place, 0)
        self._turn[place] = turn + 1
        return replies[turn % len(replies)]


def converse(sentences: Iterable[str], script: Sequence[Keyword] = SCRIPT) -> list[Reply]:
    """Hold one conversation from its start.

    Parameters
    ----------
    sentences : iterable of str
        What the speaker says, in order.
    script : sequence of Keyword
        The script to follow.

    Returns
    -------
    list of Reply
        One reply to each sentence.

    Examples
    --------
    >>> [reply.keyword for reply in converse(["Hello", "It rains"])]
    ['hello', '']
    """
    eliza = Eliza(script)
    return [eliza.reply(sentence) for sentence in sentences]


def decompose(pattern: str, words: Sequence[str]) -> list[str] | None:
    """Match a decomposition rule against a sentence.

    Parameters
    ----------
    pattern : str
        Words and ``*``; each ``*`` takes as few words as it can.
    words : sequence of str
        The sentence in lower case.

    Returns
    -------
    list of str or None
        What each ``*`` matched, or None where the pattern does not fit.

    Examples
    --------
    >>> decompose("* i am *", ["today", "i", "am", "sad"])
    ['today', 'sad']
    """
    pieces = [r"((?:\S+ )*?)" if token == "*" else re.escape(token) + " " for token in pattern.split()]
    match = re.fullmatch("".join(pieces), "".join(f"{word} " for word in words))
    return None if match is None else [part.strip() for part in match.groups()]


def _reassemble(form: str, parts: Sequence[str]) -> str:
    reflected = [" ".join(REFLECTIONS.get(word, word) for word in part.split()) for part in parts]
    text = re.sub(r"\{(\d+)\}", lambda m: reflected[int(m[1]) - 1], form)
    return re.sub(r"\s+([?.!])", r"\1", text)
