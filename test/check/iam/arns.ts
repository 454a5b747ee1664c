/** ARNs of policies: references to resources of ours written out, and held against the formats of the services. */
import type { Cloud } from '../cloud/cloud.ts';

const ACCOUNT = '123456789012';
const REGION = 'us-east-1';
const regional = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** The ARN that `Ref` or `Fn::GetAtt` of a resource stands for. */
const ARN_OF: Readonly<Record<string, (id: string) => string>> = {
  'AWS::S3::Bucket': (id) => `arn:aws:s3:::${id.toLowerCase()}`,
  'AWS::DynamoDB::Table': (id) => regional('dynamodb', `table/${id}`),
  'AWS::SQS::Queue': (id) => regional('sqs', id),
  'AWS::SNS::Topic': (id) => regional('sns', id),
  'AWS::Lambda::Function': (id) => regional('lambda', `function:${id}`),
  'AWS::IAM::Role': (id) => `arn:aws:iam::${ACCOUNT}:role/${id}`,
  'AWS::StepFunctions::StateMachine': (id) => regional('states', `stateMachine:${id}`),
  'AWS::Events::Rule': (id) => regional('events', `rule/${id}`),
};

/** `<Id.Arn>/key` as an ARN. Texts inside an ARN (`...log-group:<Id>:...`) keep the id as the name. */
export function writtenOut(cloud: Cloud, text: string): string {
  const reference = /^<(\w+)(?:\.\w+)?>/.exec(text);
  if (reference) {
    const [whole, id = ''] = reference;
    for (const { Resources } of Object.values(cloud.templates)) {
      const arn = ARN_OF[Resources[id]?.Type ?? ''];
      if (arn) return arn(id) + text.slice(whole.length);
    }
  }
  return text.replace(/<(\w+)(?:[./]\w+)*>/g, '$1').replace(/<ImageAccounts[^>]*>/g, ACCOUNT);
}

/** Whether an ARN, wildcards and all, can be one of this format. */
export function arnFits(arn: string, format: string): boolean {
  const [, , service, region = '', account = '', ...resource] = arn.split(':');
  const [, , wantedService, wantedRegion = '', wantedAccount = '', ...wantedResource] = format.split(':');
  if (service !== wantedService) return false;
  if ((region === '') !== (wantedRegion === '') || (account === '') !== (wantedAccount === '')) return false;
  return overlap(globUnits(resource.join(':')), formatUnits(wantedResource.join(':')));
}

/** One character out of some, or any number of them. */
interface Unit {
  readonly many: boolean;
  /** The character, or which characters. */
  readonly of: string | 'any' | 'no slash';
}
const globUnits = (glob: string): Unit[] =>
  [...glob].map((char) =>
    char === '*' ? { many: true, of: 'any' } : { many: false, of: char === '?' ? 'any' : char },
  );

/** A variable is one character or more. A bucket's name has no slash: that is what tells a bucket from an object. */
const formatUnits = (format: string): Unit[] =>
  format.split(/(\$\{\w+\})/).flatMap((piece): Unit[] => {
    if (!/^\$\{/.test(piece)) return [...piece].map((char) => ({ many: false, of: char }));
    const of = piece.includes('BucketName') ? 'no slash' : 'any';
    return [
      { many: false, of },
      { many: true, of },
    ];
  });

const shared = (a: Unit['of'], b: Unit['of']): boolean => {
  if (a === 'any' || b === 'any' || a === b) return true;
  if (a === 'no slash') return b !== '/';
  if (b === 'no slash') return a !== '/';
  return false;
};

/** Whether some text is both: reachable pairs of positions, from the beginnings to the ends. */
function overlap(a: readonly Unit[], b: readonly Unit[]): boolean {
  const seen = new Set<number>();
  const waiting: [number, number][] = [[0, 0]];
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    const [i, j] = pair;
    if (i === a.length && j === b.length) return true;
    const key = i * (b.length + 1) + j;
    if (seen.has(key)) continue;
    seen.add(key);
    const [x, y] = [a[i], b[j]];
    if (x?.many) waiting.push([i + 1, j]);
    if (y?.many) waiting.push([i, j + 1]);
    if (x && y && shared(x.of, y.of)) waiting.push([x.many ? i : i + 1, y.many ? j : j + 1]);
  }
  return false;
}
