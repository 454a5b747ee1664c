"""A model's way from data to predictions with boto3 alone, configured by nothing but `sluice local env`.

Arguments: the model's name, its manifest as JSON, its data as CSV, one row to ask about. Root keys come from the
environment; DATA_SCIENTIST, OPERATOR and APPLICATION hold what `sluice local env --as ... --shell json` printed.
Prints one JSON document: what was seen at each step.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

model, manifest_file, data_file, row = sys.argv[1:]
PLATFORM = "sluice"
PATIENCE_SECONDS = 90


def session_of(variables: dict[str, str]) -> boto3.Session:
    return boto3.Session(
        aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=variables["AWS_SESSION_TOKEN"],
        region_name=variables["AWS_REGION"],
    )


root = boto3.Session()
scientist = session_of(json.loads(os.environ["DATA_SCIENTIST"]))
operator = session_of(json.loads(os.environ["OPERATOR"]))
application = session_of(json.loads(os.environ["APPLICATION"]))


def api(caller: boto3.Session, method: str, path: str, document: object = None) -> tuple[int, object]:
    """One call of the platform's API, signed as any SigV4 client signs it."""
    body = None if document is None else json.dumps(document).encode()
    request = AWSRequest(
        method, os.environ["SLUICE_API_URL"] + path, data=body, headers={"Content-Type": "application/json"}
    )
    SigV4Auth(caller.get_credentials(), "execute-api", caller.region_name).add_auth(request)
    sent = urllib.request.Request(request.url, data=body, headers=dict(request.headers), method=method)
    try:
        with urllib.request.urlopen(sent) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def eventually(what: str, look):
    """The first answer of `look` that is not None."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        found = look()
        if found is not None:
            return found
        time.sleep(0.2)
    raise TimeoutError(what)


def output(name: str) -> str:
    return root.client("ssm").get_parameter(Name=f"/{PLATFORM}/{name}")["Parameter"]["Value"]


# A queue of one's own at the platform's topic, for this model's messages only.
sqs = root.client("sqs")
topic = output("notifications-topic")
queue = sqs.create_queue(QueueName=f"{model}-inbox")["QueueUrl"]
queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
policy = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": queue_arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
        }
    ],
}
sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(policy)})
root.client("sns").subscribe(
    TopicArn=topic,
    Protocol="sqs",
    Endpoint=queue_arn,
    Attributes={"FilterPolicy": json.dumps({"model": [model]}), "RawMessageDelivery": "true"},
)

with open(manifest_file) as file:
    applied, _ = api(scientist, "PUT", f"/v1/models/{model}", json.load(file))
refused, _ = api(scientist, "PUT", "/v1/models/Not_A_Name", {})

# A bare S3 upload trains as well as an announced one.
bucket = output("data-bucket")
key = f"{model}/uploads/data.csv"
with open(data_file, "rb") as file:
    scientist.client("s3").put_object(Bucket=bucket, Key=key, Body=file)

states = root.client("stepfunctions")
machine = output("training-state-machine")


def ended_execution():
    for execution in states.list_executions(stateMachineArn=machine)["executions"]:
        described = states.describe_execution(executionArn=execution["executionArn"])
        if json.loads(described["input"]).get("model") == model and described["status"] != "RUNNING":
            return described["status"]
    return None


training = eventually("the end of the training", ended_execution)
sagemaker = root.client("sagemaker")
jobs = sagemaker.list_training_jobs(NameContains=f"{PLATFORM}-{model}")["TrainingJobSummaries"]
job = sagemaker.describe_training_job(TrainingJobName=jobs[0]["TrainingJobName"])

table = boto3.resource("dynamodb").Table(output("registry-table"))
items = table.query(
    KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
    ExpressionAttributeValues={":pk": f"M#{model}", ":sk": "VERSION#"},
)["Items"]

asked, release = api(
    operator, "POST", f"/v1/models/{model}/stages/staging/releases", {"version": 1, "reason": "the first one"}
)


def ended_release():
    _, seen = api(operator, "GET", f"/v1/models/{model}/stages/staging/releases/{release['release']}")
    return None if seen["state"] in ("requested", "shifting") else seen["state"]


released = eventually("the end of the release", ended_release)
endpoint = f"{PLATFORM}-{model}-staging"
answer = application.client("sagemaker-runtime").invoke_endpoint(
    EndpointName=endpoint, ContentType="application/json", Accept="application/json", Body=row
)
# Alarms of a release are gone with it; those of the platform stay.
alarms = [
    alarm["AlarmName"]
    for page in root.client("cloudwatch").get_paginator("describe_alarms").paginate(AlarmNamePrefix=PLATFORM)
    for alarm in page["MetricAlarms"]
]


def message_kinds():
    found = sqs.receive_message(
        QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1, MessageAttributeNames=["All"]
    ).get("Messages", [])
    for message in found:
        kinds.add(message["MessageAttributes"]["kind"]["StringValue"])
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return True if "release-live" in kinds else None


kinds: set[str] = set()
eventually("a message that the release is live", message_kinds)

json.dump(
    {
        "applied": applied,
        "refused": refused,
        "training": training,
        "job": job["TrainingJobStatus"],
        "versions": [item["sk"] for item in items],
        "asked": asked,
        "released": released,
        "prediction": json.loads(answer["Body"].read()),
        "alarms": alarms,
        "messages": sorted(kinds),
    },
    sys.stdout,
)
