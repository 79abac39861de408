import os

import pika

host, port = os.environ["RABBITMQ"].split(":")
connection = pika.BlockingConnection(pika.ConnectionParameters(host, int(port)))
channel = connection.channel()
queue = f"orders-{os.environ['PORT']}"
channel.queue_declare(queue=queue, exclusive=True)


# do: span.function
def checkout(order):
    # do: messaging.producer
    channel.basic_publish("", queue, order, pika.BasicProperties(headers={"tenant": "acme"}))


# do: messaging.consumer
def on_message(ch, method, properties, body):
    print(body, properties.headers["tenant"])
    ch.basic_ack(method.delivery_tag)
    if body == b"pen":
        ch.stop_consuming()


for name in ("book", "pen"):
    checkout(name)
channel.basic_consume(queue=queue, on_message_callback=on_message)
channel.start_consuming()
durable = pika.BasicProperties(delivery_mode=2)
# do: messaging.producer
channel.basic_publish("", queue, b"ink", durable)
print(durable.headers)
while channel.queue_declare(queue=queue, passive=True).method.message_count == 0:
    connection.sleep(0.01)
# do: messaging.consumer
method, properties, body = channel.basic_get(queue, auto_ack=True)
if method is not None:
    print(body)
else:
    print("nothing")
connection.close()
