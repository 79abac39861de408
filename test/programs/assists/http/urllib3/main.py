import os

import urllib3

http = urllib3.PoolManager(headers={"X-Shop": "books"}, retries=False)


def path_of(item):
    print("path of", item)
    return f"http://127.0.0.1:{os.environ['PORT']}/items/{item}"


def ask(item):
    # do: http.client @ request(
    if http.request("GET", path_of(item)).status == 200:
        return "there"
    return "not there"


print(ask("book"), ask("nothing"))
# do: http.client @ request(
body = urllib3.request("POST", path_of("pen"), fields={"colour": "blue"}).data
print(body)
