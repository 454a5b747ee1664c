/** Own code for models of houses: a folder with train.py and inference.py, and the manifest that asks for it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { uploadFile } from '../../../lib/cli/commands/upload.ts';
import type { Session } from '../../../lib/cli/session.ts';
import { housesManifest } from './_houses.ts';
import { folder } from './_journey.ts';

export const scriptManifest = (model: string): string =>
  housesManifest(model, '[]')
    .replace('algorithm: xgboost', 'algorithm: script')
    .replace(/ {2}hyperparameters:.*\n/, '');

/** Answers with the mean price for every row. */
export const MEAN_PRICE = {
  train: `import json, os, shutil
from pathlib import Path
prices = [float(line) for line in (Path(os.environ["SM_CHANNEL_TRAIN"]) / "labels.csv").read_text().split()]
model = Path(os.environ["SM_MODEL_DIR"])
(model / "mean.json").write_text(json.dumps(sum(prices) / len(prices)))
(model / "code").mkdir()
for name in ("inference.py", "pyproject.toml", "offline_build.py"):
    if (Path(__file__).parent / name).exists():
        shutil.copyfile(Path(__file__).parent / name, model / "code" / name)
`,
  inference: `import json
from pathlib import Path
def model_fn(model_dir):
    return json.loads((Path(model_dir) / "mean.json").read_text())
def input_fn(body, content_type):
    text = body if isinstance(body, str) else body.decode("utf-8")
    return len(json.loads(text)["instances"]) if "json" in content_type else len(text.splitlines())
def predict_fn(rows, mean):
    return [mean] * rows
def output_fn(scores, accept):
    if accept == "text/csv":
        return "".join(f"{score}\\n" for score in scores), accept
    return json.dumps({"predictions": [{"score": score} for score in scores]}), "application/json"
`,
};

/** @returns id of the upload */
export async function uploadWithCode(
  open: Session,
  model: string,
  content: string,
  code: Partial<typeof MEAN_PRICE>,
): Promise<string> {
  const place = folder();
  const files = { ...MEAN_PRICE, ...code };
  writeFileSync(path.join(place, 'train.py'), files.train);
  writeFileSync(path.join(place, 'inference.py'), files.inference);
  const data = path.join(folder(), 'houses.csv');
  writeFileSync(data, content);
  return uploadFile(open, model, data, { code: place });
}
