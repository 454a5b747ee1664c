import { AnnounceAnswer, AnnounceRequest, UploadView } from '../../api.ts';
import { OF_CHANGES, OF_JSON, OF_KEYS, type Operation } from '../operation.ts';

export const uploadOperations = {
  'POST /models/{model}/uploads': {
    id: 'announceUpload',
    tag: 'uploads',
    summary: 'Announce an upload',
    description:
      'Records you as the author and answers with a presigned PUT, good for an hour, to which the file is then sent. ' +
      'A model that trains by its own script announces the code with it, and sends it first.',
    headers: ['IdempotencyKey'],
    body: { description: 'What will be sent.', schema: AnnounceRequest },
    answers: { 201: { description: 'Where to send it.', schema: AnnounceAnswer, headers: ['Location'] } },
    problems: ['code-missing', 'unknown-model', ...OF_JSON, ...OF_KEYS, ...OF_CHANGES],
  },
  'GET /models/{model}/uploads/{upload}': {
    id: 'readUpload',
    tag: 'uploads',
    summary: 'Read what became of an upload',
    description: 'With its run as soon as it arrived, and with the findings when it was refused.',
    answers: { 200: { description: 'The upload.', schema: UploadView } },
    problems: ['unknown-model', 'unknown-upload'],
  },
} as const satisfies Record<string, Operation>;
