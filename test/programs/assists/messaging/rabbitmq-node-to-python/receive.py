import os

import pika

host, port = os.environ["RABBITMQ"].split(":")
connection = pika.BlockingConnection(pika.ConnectionParameters(host, int(port)))
channel = connection.channel()
queue = f"orders-{os.environ['PORT']}"


# do: span.function
def charge(order):
    if order == b"lost":
        raise LookupError("no such order")
    print("paid", order)


# do: messaging.consumer
for method, properties, body in channel.consume(queue, inactivity_timeout=20):
    if method is None:
        break
    try:
        charge(body)
    except LookupError as error:
        print(error)
    channel.basic_ack(method.delivery_tag)
    if body == b"lost":
        break
channel.queue_delete(queue)
connection.close()
