import type { MigrationInterface } from 'typeorm';

/** Every migration in the order of its number; a new one is a line at the end, and none is ever changed. */
export const migrations: (new () => MigrationInterface)[] = [];
