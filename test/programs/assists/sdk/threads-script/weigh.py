# do: sdk.autoInstrument
# do: sdk.codeLocation
from concurrent.futures import ThreadPoolExecutor


# do: span.function
def weigh(name):
    return len(name)


# do: span.function
def weigh_all(names):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return sum(pool.map(weigh, names))


print(weigh_all(["rye", "oats"]))
