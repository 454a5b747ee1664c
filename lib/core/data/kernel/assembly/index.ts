/** What the kernel exports: see kernel.ts. */
export * from './bins';
export * from './canonical';
export * from './capture';
export * from './csv';
export * from './levels';
export * from './lines';
export * from './moments';
export * from './numbers';
export * from './row-hashes';
export * from './sort';
export * from './sums';
export * from './walk';
