# Looks at a model with the AWS CLI and curl alone, in a shell that has what `sluice local env` prints.
# Arguments: the model's name, a row to ask about, a folder. Prints `what: value` lines.
set -eu
model=$1 row=$2 work=$3
aws() { command aws --output text "$@"; }

aws ssm get-parameters-by-path --path /sluice/ --query 'Parameters[].[Name,Value]' > "$work/outputs.txt"
output() { sed -n "s|^/sluice/$1[[:space:]]*||p" "$work/outputs.txt"; }

aws s3 cp "s3://$(output data-bucket)/$model/uploads/data.csv" "$work/again.csv" --quiet
echo "rows: $(wc -l < "$work/again.csv")"
echo "version: $(aws dynamodb query --table-name "$(output registry-table)" \
  --key-condition-expression 'pk = :pk AND sk = :sk' \
  --expression-attribute-values "{\":pk\":{\"S\":\"M#$model\"},\":sk\":{\"S\":\"VERSION#000001\"}}" \
  --query 'Items[0].version.N')"
echo "job: $(aws sagemaker list-training-jobs --name-contains "sluice-$model" \
  --query 'TrainingJobSummaries[0].TrainingJobStatus')"
echo "execution: $(aws stepfunctions list-executions --state-machine-arn "$(output training-state-machine)" \
  --query 'executions[0].status')"
aws sagemaker-runtime invoke-endpoint --endpoint-name "sluice-$model-staging" --content-type application/json \
  --accept application/json --body "$row" "$work/answer.json" > /dev/null
echo "prediction: $(cat "$work/answer.json")"
echo "alarms: $(aws cloudwatch describe-alarms --alarm-name-prefix sluice --query 'length(MetricAlarms)')"
echo "api: $(curl --silent --output "$work/model.json" --write-out '%{http_code}' \
  --aws-sigv4 "aws:amz:$AWS_REGION:execute-api" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
  "$SLUICE_API_URL/v1/models/$model")"
