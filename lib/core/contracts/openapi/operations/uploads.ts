import { AnnounceAnswer, AnnounceRequest, RetryRequest, RunView, UploadView } from '../../api.ts';
import { OF_CHANGES, OF_JSON, OF_KEYS, type Operation } from '../operation.ts';

export const uploadOperations = {
  'POST /models/{model}/uploads': {
    id: 'announceUpload',
    tag: 'uploads',
    summary: 'Announce an upload',
    description:
      'Records you as the author and answers with a presigned PUT, good for an hour, to which the file is then sent. ' +
      'A model that trains by its own script announces the code with it, and sends it first. Several files are one ' +
      'upload when they are announced by `files`: a closing object, sent last, starts it.',
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
  'POST /models/{model}/uploads/{upload}/retries': {
    id: 'retryUpload',
    tag: 'uploads',
    summary: 'Train an upload again that failed or was refused',
    description:
      'The same object, by the manifest of now, as the next attempt. Asked again while that run is under way, the ' +
      'answer is that run. The author of a version stays who uploaded the data.',
    headers: ['IdempotencyKey'],
    body: { description: 'Why, if you like; kept in the event log.', schema: RetryRequest },
    answers: { 202: { description: 'The run.', schema: RunView, headers: ['Location'] } },
    problems: ['unknown-model', 'unknown-upload', 'not-retryable', ...OF_JSON, ...OF_KEYS, ...OF_CHANGES],
  },
} as const satisfies Record<string, Operation>;
