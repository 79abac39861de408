import json
import os
import urllib.request
from urllib.error import HTTPError, URLError

base = "http://127.0.0.1:" + os.environ["PORT"]


def load(url):
    # do: http.client @ urlopen
    with urllib.request.urlopen(url, timeout=5) as response:
        return json.load(response)


def send(url, data):
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "text/plain"}, method="PUT")
    # do: http.client @ urlopen
    answer = urllib.request.urlopen(request)
    return answer.status, answer.read()


print(load(base + "/items/book"))
print(send(base + "/items/pen", b"blue"))
for url in base + "/items/nothing", "http://127.0.0.1:1/":
    try:
        load(url)
    except HTTPError as error:
        print(error.code)
    except URLError:
        print("refused")
