/** What the kernel exports: see kernel.ts. */
export * from './capture';
export * from './csv';
export * from './levels';
export * from './moments';
export * from './numbers';
export * from './row-hashes';
