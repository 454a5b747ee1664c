import * as z from 'zod';

/** Instance types of the public API model: families to the sizes they come in. */
const TRAINING = {
  m4: 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge',
  'g4dn c7i-flex c8i-flex': 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge',
  m5: 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge',
  c4: 'xlarge 2xlarge 4xlarge 8xlarge',
  p2: 'xlarge 8xlarge 16xlarge',
  p3: '2xlarge 8xlarge 16xlarge',
  'p3dn p4d p4de': '24xlarge',
  p5: '48xlarge 4xlarge',
  'p5e p5en trn2 p6-b200 p6-b300': '48xlarge',
  'c5 c5n': 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge',
  'g5 g6 g6e': 'xlarge 2xlarge 4xlarge 8xlarge 16xlarge 12xlarge 24xlarge 48xlarge',
  trn1: '2xlarge 32xlarge',
  trn1n: '32xlarge',
  'm6i r6i': 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge',
  c6i: 'xlarge 2xlarge 8xlarge 4xlarge 12xlarge 16xlarge 24xlarge 32xlarge',
  'r5d r5': 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge',
  t3: 'medium large xlarge 2xlarge',
  'm7i c7i r7i': 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge',
  'p6e-gb200': '36xlarge',
  'g7e g7': '2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge',
  'm8i r8i': 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge',
  c8i: 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge',
  'm7i-flex m8i-flex r8i-flex': 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge',
} as const;

const HOSTING = {
  t2: 'medium large xlarge 2xlarge',
  m4: 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge',
  'm5 m5d r5 r5d': 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge',
  c4: 'large xlarge 2xlarge 4xlarge 8xlarge',
  p2: 'xlarge 8xlarge 16xlarge',
  p3: '2xlarge 8xlarge 16xlarge',
  'c5 c5d': 'large xlarge 2xlarge 4xlarge 9xlarge 18xlarge',
  g4dn: 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge',
  inf1: 'xlarge 2xlarge 6xlarge 24xlarge',
  'dl1 p4d p4de': '24xlarge',
  'c6i m6i r6i c6in': 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge',
  'g5 g6 g6e': 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge',
  'r8g c8g m8g': 'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge',
  'g7e g7': '2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge',
  'c7g m6g m6gd c6g c6gd c6gn r6g r6gd': 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge',
  trn1: '2xlarge 32xlarge',
  trn1n: '32xlarge',
  'trn2 p5e p5en p6-b200 p6-b300': '48xlarge',
  inf2: 'xlarge 8xlarge 24xlarge 48xlarge',
  p5: '48xlarge 4xlarge',
  'm7i c7i r7i': 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge',
  r7gd: 'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge',
  'p6e-gb200': '36xlarge',
} as const;

const TRANSFORM = {
  m4: 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge',
  c4: 'xlarge 2xlarge 4xlarge 8xlarge',
  p2: 'xlarge 8xlarge 16xlarge',
  p3: '2xlarge 8xlarge 16xlarge',
  c5: 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge',
  m5: 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge',
  'm6i c6i r6i': 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge',
  'm7i c7i r7i': 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge',
  g4dn: 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge',
  'g5 g6 g6e': 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge',
  trn1: '2xlarge 32xlarge',
  inf2: 'xlarge 8xlarge 24xlarge 48xlarge',
} as const;

export const trainingInstanceType = instanceType(TRAINING);
export const hostingInstanceType = instanceType(HOSTING);
export const transformInstanceType = instanceType(TRANSFORM);

function instanceType(families: Readonly<Record<string, string>>) {
  const names = Object.entries(families).flatMap(([group, sizes]) =>
    group.split(' ').flatMap((family) => sizes.split(' ').map((size) => `ml.${family}.${size}`)),
  );
  return z.enum(names);
}
