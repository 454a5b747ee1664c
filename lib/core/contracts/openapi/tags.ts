/** Chapters of the document, in the order a model walks through them. */
export const TAGS = {
  document: 'This document.',
  models: 'A model is described by its manifest (`model.yaml` as JSON). Every change of it is a revision.',
  uploads: 'An upload is announced, so that its author is known, and then sent to S3. Its arrival starts a run.',
  contract:
    'The contract of a model: names and types of its columns, frozen by the first accepted upload. It changes on purpose only, by version.',
  runs: 'A run is one pass of the pipeline: check, train, score, evaluate, register.',
  versions:
    'A version is a candidate that met its gates or was registered with them, with its whole lineage. It never changes.',
  stages: 'A stage serves one version at a time. Which stages there are is the policy of the platform.',
  approvals: 'Where the policy wants it, a version is approved for a stage, by somebody else, before it is released.',
  releases: 'A release moves a stage to a version, forward or back, behind alarms.',
  predictions: 'Predictions of what a stage serves.',
  performance: 'How well versions do: measured on labels that came late, and estimated without labels.',
  drift: 'How live traffic differs from what the serving version was trained on.',
  events: 'The hash-chained log of everything that happened to a model.',
} as const satisfies Record<string, string>;
export type Tag = keyof typeof TAGS;
