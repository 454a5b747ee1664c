import { AcceptanceRequest, ContractView, RunView } from '../../api.ts';
import { OF_CHANGES, OF_JSON, OF_KEYS, type Operation } from '../operation.ts';

export const contractOperations = {
  'GET /models/{model}/contract': {
    id: 'readContract',
    tag: 'contract',
    summary: 'Read the contract of the data',
    description:
      'The version that counts, why it began, its columns, and the versions before. Uploads are checked by it, and by ' +
      'what the manifest asks for on top.',
    answers: { 200: { description: 'The contract.', schema: ContractView } },
    problems: ['unknown-model', 'unknown-contract'],
  },
  'POST /models/{model}/contract/acceptances': {
    id: 'acceptContract',
    tag: 'contract',
    summary: 'Let a refused upload through, as a new version of the contract',
    description:
      'For data that differ on purpose: another unit, other columns or types. The upload is tried once more, without ' +
      'being refused by that comparison; what else is wrong with it still refuses it. Recorded as `contract-accepted`, ' +
      'with you and your reason. Asked again while that run is under way, the answer is that run.',
    headers: ['IdempotencyKey'],
    body: { description: 'Which refused upload, by its id or its run, and why.', schema: AcceptanceRequest },
    answers: { 202: { description: 'The run.', schema: RunView, headers: ['Location'] } },
    problems: [
      'unknown-model',
      'unknown-upload',
      'unknown-run',
      'not-acceptable',
      ...OF_JSON,
      ...OF_KEYS,
      ...OF_CHANGES,
    ],
  },
} as const satisfies Record<string, Operation>;
