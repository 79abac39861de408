import os

import requests

BASE = f"http://127.0.0.1:{os.environ['PORT']}"


class Shop:
    def __init__(self):
        self.session = requests.Session()
        self.session.headers["X-Shop"] = "books"

    def price(self, item):
        # do: http.client @ get(
        response = self.session.get(f"{BASE}/items/{item}?sig=abc", headers={"Accept": "application/json"})
        response.raise_for_status()
        return response.json()["price"]


# The caller's headers stay as they are.
def order(item, headers=None):
    # do: http.client @ post(
    return requests.post(BASE + "/orders", json={"item": item}, headers=headers).status_code


def ping(url, **options):
    # do: http.client @ head(
    requests.head(url, **options)


shop = Shop()
print(shop.price("book"))
try:
    shop.price("nothing")
except requests.HTTPError as error:
    print(error.response.status_code)
own = {"X-Own": "1"}
print(order("book", own), own, order("broken"))
try:
    ping("http://127.0.0.1:1/", headers=own, timeout=1)
except requests.ConnectionError:
    print("refused", own)
