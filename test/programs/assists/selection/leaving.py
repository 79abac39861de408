"""return, break, continue, raise and yield mean in a span what they meant before."""

from opentelemetry import trace


def probe(name):
    trace.get_tracer("program").start_span(name).end()
    return name


def first(rows, limit):
    for number, row in enumerate(rows):
        # do: span.selection 9
        if row is None:
            continue
        probe(f"row {row}")
        if row == "end":
            break
        if row == "bad":
            raise ValueError(row)
        if number >= limit:
            return f"limit {row}"
        print("row", row)
    else:
        return "all"
    return "end"


def cleaned(path):
    try:
        # do: span.selection 5
        try:
            probe("open")
            return path.upper()
        finally:
            print("closed", path)
    except AttributeError as error:
        return f"no text: {error}"
    finally:
        print("left", path)


def numbers(limit):
    probe("start")
    number = 0
    while number < limit:
        # do: span.selection 4
        probe("next")
        got = yield number
        if got == "stop":
            return "stopped"
        number += 1
    return "through"


def pairs(items):
    iterator = iter(items)
    while True:
        try:
            # do: span.selection 1
            pair = next(iterator), next(iterator)
        except StopIteration:
            return
        yield pair


print(first(["a", None, "b"], 5), first(["a", "b"], 1), first(["end", "x"], 1))
try:
    first(["bad"], 1)
except ValueError as error:
    print("raised", error, error.__traceback__ is not None, error.__context__)
print(cleaned("x"), cleaned(None))
print(list(numbers(2)), list(pairs("abcde")))
generator = numbers(9)
print(next(generator), next(generator))
try:
    generator.send("stop")
except StopIteration as error:
    print(error.value)
generator = numbers(9)
next(generator)
generator.close()
generator = numbers(9)
next(generator)
try:
    generator.throw(KeyError("thrown in"))
except KeyError as error:
    print("out", error)
# A span around this generator's values would be seen here.
for value in numbers(1):
    probe("consumer")
