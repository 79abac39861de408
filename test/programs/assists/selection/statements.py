"""What statements bind stays bound, at the level of the module and of functions, classes and comprehensions."""

from opentelemetry import trace


def probe(name):
    trace.get_tracer("program").start_span(name).end()
    return name


class Basket:
    def __init__(self, *items):
        # do: span.selection 3
        self.items = list(items)
        self.names = [probe(item) for item in self.items]
        self.size = len(items)

    @property
    def label(self):
        # do: span.selection 1 @ "-".join
        return "-".join(self.names)


def count(text):
    seen = {}
    # Letters only.
    # do: span.selection 8
    # Upper and lower case are the same.
    for letter in text.lower():
        if not letter.isalpha():
            continue
        seen[letter] = seen.get(letter, 0) + 1
    else:
        probe("counted")
    most = max(seen.values())
    return letter, most, sorted(key for key, value in seen.items() if value == most)


def report(lines):
    print(
        # do: span.selection 1
        probe(", ".join(lines))
        + probe(".")
    )


total = 0


def add(amount):
    # do: span.selection 3
    global total
    total += amount
    if (rest := total % 7) > 3: probe("much")
    return rest


def decimal(text):
    # do: span.selection 4
    import decimal as numbers
    def parse(value):
        return numbers.Decimal(value)
    number: numbers.Decimal = parse(text)
    return number * 2, parse("1.5")


# do: span.selection 2
basket = Basket("a", "b")
print(basket.label, basket.size)
print(count("Anna, Otto!"), add(12), add(13), total, decimal("2.25"))
report(["one", "two"])
try:
    # do: span.selection 2
    print("before")
    raise SystemExit(3)
finally:
    print("after", total)
