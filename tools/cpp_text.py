"""Takes a C++ source apart: code, literals, comments. Line numbers stay what they were."""
import re
from dataclasses import dataclass, field


@dataclass
class Cut:
    code: str = ""                                  # literals and comments are blanks
    literals: list = field(default_factory=list)    # (line, text); literals side by side are one
    comments: list = field(default_factory=list)    # (line, text without its sign)


PIECE = re.compile(
    r'(?P<raw>R"(?P<mark>[^()\s\\]{0,16})\((?P<content>.*?)\)(?P=mark)")'
    r'|(?P<text>"(?:[^"\\\n]|\\.)*")'
    r"|(?P<letter>(?<![0-9a-fA-F])'(?:[^'\\\n]|\\.)+')"
    r"|(?P<line>//[^\n]*)"
    r"|(?P<block>/\*.*?\*/)",
    re.DOTALL,
)


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def cut(source):
    out, kept, end, line, literal_end = Cut(), [], 0, 1, None
    for piece in PIECE.finditer(source):
        between = source[end:piece.start()]
        kept.append(between)
        line += between.count("\n")
        whole = piece.group()
        if piece["line"]:
            out.comments.append((line, whole.lstrip("/").lstrip("!<")))
        elif piece["block"]:
            out.comments.append((line, whole[2:-2]))
        elif piece["raw"] or piece["text"]:
            text = piece["content"] if piece["raw"] else whole[1:-1]
            if literal_end is not None and not source[literal_end:piece.start()].strip():
                first, before = out.literals[-1]
                gap = "\n" * (line - first - before.count("\n"))
                out.literals[-1] = (first, before + gap + text)
            else:
                out.literals.append((line, text))
            literal_end = piece.end()
        is_include = piece["text"] and re.search(r"#include\s*$", source[max(0, piece.start() - 20):piece.start()])
        if is_include:
            out.literals.pop()
            literal_end = None
        kept.append(blank(whole))
        line += whole.count("\n")
        end = piece.end()
    kept.append(source[end:])
    out.code = "".join(kept)
    return out
