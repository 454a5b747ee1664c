/** Every command as the help lists it, in the order of the help. What else it is, is in its module, which is loaded when it is called. */
import type { ListedCommand } from './command.ts';

export const COMMANDS: readonly ListedCommand[] = [
  {
    usage: 'local',
    description: 'the local cloud: no account, no Docker',
    load: async () => (await import('./commands/local.ts')).local,
  },
  {
    usage: 'target [options] [target]',
    description: 'show or choose what commands aim at; on AWS, also the account this checkout belongs to',
    load: async () => (await import('./commands/target.ts')).target,
  },
  {
    usage: 'doctor [options]',
    description:
      'whether this machine and its local clouds are fit for Sluice; with --aws, an account and its region too',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    usage: 'data',
    description: 'look at data files on this machine: no platform, no account, nothing is sent',
    load: async () => (await import('./commands/data.ts')).data,
  },
  {
    usage: 'init [options] <folder>',
    description: 'write a commented model.yaml from a CSV file: columns, types, target and id guessed, for correction',
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    usage: 'apply <file>',
    description: 'store model.yaml as a new revision of its model, and show what changed',
    load: async () => (await import('./commands/apply.ts')).apply,
  },
  {
    usage: 'upload [options] <model> <files...>',
    description:
      'send a data file, or several that are one dataset (a folder: its files by name); it starts the training',
    load: async () => (await import('./commands/upload.ts')).upload,
  },
  {
    usage: 'retry [options] <model> [upload-or-run]',
    description: 'train an upload again that failed or was refused, by the manifest of now',
    load: async () => (await import('./commands/retry.ts')).retry,
  },
  {
    usage: 'contract <model>',
    description: 'the contract of a model’s data: columns, types, version; accept lets a refused upload through',
    load: async () => (await import('./commands/contract.ts')).contract,
  },
  {
    usage: 'models [options]',
    description: 'every model, and which version each stage serves',
    load: async () => (await import('./commands/models.ts')).models,
  },
  {
    usage: 'runs [options] [model] [run]',
    description: 'passes of the training pipeline; with a run, what it was made of and why it ended as it did',
    load: async () => (await import('./commands/runs.ts')).runs,
  },
  {
    usage: 'versions [options] <model>',
    description: 'registered versions with their first metric',
    load: async () => (await import('./commands/versions.ts')).versions,
  },
  {
    usage: 'version <model> <version>',
    description: 'one version: metrics with intervals, gates, lineage, and where it serves',
    load: async () => (await import('./commands/version.ts')).version,
  },
  {
    usage: 'approvals [options] <model>',
    description: 'approvals of releases, newest first; with --request, asks for one',
    load: async () => (await import('./commands/approvals.ts')).approvals,
  },
  {
    usage: 'approve [options] <model> <approval>',
    description: 'approve a version for a stage; any beginning of the id that is clear will do',
    load: async () => (await import('./commands/approve.ts')).approve,
  },
  {
    usage: 'reject [options] <model> <approval>',
    description: 'reject a version for a stage, also after it was approved; any clear beginning of the id will do',
    load: async () => (await import('./commands/reject.ts')).reject,
  },
  {
    usage: 'promote [options] <model> <version>',
    description: 'release a version to a stage',
    load: async () => (await import('./commands/promote.ts')).promote,
  },
  {
    usage: 'releases [options] <model>',
    description: 'how versions came to serve, and how each release ended',
    load: async () => (await import('./commands/releases.ts')).releases,
  },
  {
    usage: 'rollback [options] <model>',
    description: 'return a stage to a version that served before',
    load: async () => (await import('./commands/rollback.ts')).rollback,
  },
  {
    usage: 'predict [options] <model> <rows>',
    description:
      'ask the model of a stage; <rows> is a CSV file with a header, JSON, JSON lines, or - for standard input',
    load: async () => (await import('./commands/predict.ts')).predict,
  },
  {
    usage: 'labels <model> <file>',
    description:
      'send labels that came after their predictions; <file> is CSV (inferenceId,label or inferenceId,row,label) or JSON Lines of the same',
    load: async () => (await import('./commands/labels.ts')).labels,
  },
  {
    usage: 'performance [options] <model>',
    description: 'how well the versions of a stage do: measured on labels that came, and estimated without labels',
    load: async () => (await import('./commands/performance.ts')).performance,
  },
  {
    usage: 'logs [options] <model> [run]',
    description: "what the containers of a run's jobs, or of a stage's endpoint, wrote; the last lines, oldest first",
    load: async () => (await import('./commands/logs.ts')).logs,
  },
  {
    usage: 'drift [options] <model>',
    description: 'drift of the live traffic: the newest report, an earlier one, a window measured now, or the trend',
    load: async () => (await import('./commands/drift.ts')).drift,
  },
  {
    usage: 'drill [options] <model>',
    description:
      'plants a fault beside the traffic of a stage and proves the way from capture to message; traffic, incidents and metrics of the stage are not touched',
    load: async () => (await import('./commands/drill.ts')).drill,
  },
  {
    usage: 'events [options] <model>',
    description:
      'what happened to a model, from its event log, newest first; the hash chain of the whole log is checked',
    load: async () => (await import('./commands/events.ts')).events,
  },
  {
    usage: 'outputs',
    description: 'addresses of the API, buckets, tables, topic, queues and state machines',
    load: async () => (await import('./commands/outputs.ts')).outputs,
  },
  {
    usage: 'teardown [options]',
    description: 'retire every stage and remove endpoints, models and alarms; data and tables are kept',
    load: async () => (await import('./commands/teardown.ts')).teardown,
  },
  {
    usage: 'completion <shell>',
    description: 'a script that completes commands, options and their values',
    load: async () => (await import('./commands/completion.ts')).completion,
  },
];
