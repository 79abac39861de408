import os

import boto3

sqs = boto3.client(
    "sqs",
    endpoint_url=f"http://{os.environ['SQS']}",
    region_name="eu-central-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
)
url = sqs.create_queue(QueueName=f"orders-{os.environ['PORT']}")["QueueUrl"]


# do: span.function
def checkout(order):
    # do: messaging.producer
    return sqs.send_message(
        QueueUrl=url,
        MessageBody=order,
        MessageAttributes={"tenant": {"DataType": "String", "StringValue": "acme"}},
    )["MD5OfMessageBody"]


print(checkout("book"), checkout("pen"))
orders = [{"Id": str(number), "MessageBody": order} for number, order in enumerate(("ink", "cap"))]
# do: messaging.producer
sent = sqs.send_message_batch(QueueUrl=url, Entries=orders)["Successful"]
print(len(sent), sorted(orders[0]))
seen = 0
while seen < 4:
    response = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["tenant"])
    # do: messaging.consumer
    for message in response.get("Messages", []):
        seen += 1
        tenant = message.get("MessageAttributes", {}).get("tenant", {})
        print(message["Body"], tenant.get("StringValue"))
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
