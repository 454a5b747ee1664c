#!/usr/bin/env bash
# The difference of two synthesised assemblies, stack by stack, as Markdown. Asks nobody: no account, no network.
#   diff.sh <before> <after> <cdk>
set -euo pipefail
before=$1 after=$2 cdk=$3
# `<artifact> <path>` of each stack.
stacks() {
  node -e '
    const { artifacts } = JSON.parse(require("fs").readFileSync(process.argv[1] + "/manifest.json", "utf8"));
    for (const [id, { type, displayName }] of Object.entries(artifacts))
      if (type === "aws:cloudformation:stack") console.log(id, (displayName ?? id).split(" ")[0]);
  ' "$1"
}

echo '## Templates'
stacks "$after" | while read -r artifact stack; do
  echo "### $stack"
  old="$before/$artifact.template.json"
  if [ ! -f "$old" ]; then
    echo 'A new stack.'
    continue
  fi
  # 0: equal; 1: a difference, or a fault, which has no such heading.
  if changes=$("$cdk" diff "$stack" --exclusively --app "$after" --template "$old" --no-notices --no-color --fail 2>&1); then
    echo 'No difference.'
  elif grep -q '^\(Resources\|Outputs\|Parameters\|Mappings\|Conditions\|IAM Statement Changes\|Other Changes\)' <<< "$changes"; then
    printf '~~~text\n%s\n~~~\n' "$changes"
  else
    printf '%s\n' "$changes" >&2
    exit 1
  fi
done
stacks "$before" | while read -r artifact stack; do
  [ -f "$after/$artifact.template.json" ] || printf '### %s\nIs removed.\n' "$stack"
done
