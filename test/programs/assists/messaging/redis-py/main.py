import os

import redis

host, port = os.environ["REDIS"].split(":")
r = redis.Redis(host, int(port))
stream = f"orders-{os.environ['PORT']}"


# do: span.function
def checkout(order):
    # do: messaging.producer
    r.xadd(stream, {"id": order})


for name in ("book", "pen"):
    checkout(name)

r.xgroup_create(stream, "billing", "0")
response = r.xreadgroup("billing", "one", {stream: ">"}, block=5000)
for _, entries in response.items() if isinstance(response, dict) else response:
    for entry_id, fields in entries:
        print(fields[b"id"])
        r.xack(stream, "billing", entry_id)

# do: messaging.consumer 
answers = r.xread({stream: "0"}, block=5000)
for _, entries in answers:
    for entry_id, fields in entries:
        print(fields[b"id"])
