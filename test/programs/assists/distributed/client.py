import os

import requests
from opentelemetry import propagate


# do: span.function @ ask
def ask(item):
    headers = {}
    propagate.inject(headers)
    answer = requests.get(f"http://127.0.0.1:{os.environ['PORT']}/{item}", headers=headers)
    return answer.status_code, answer.text


print(ask("book"), ask("nothing"))
