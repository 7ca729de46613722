import type { MigrationInterface } from 'typeorm';
import { Ops1767225600003 } from './0003-ops';

/** Every migration in the order of its number; a new one is a line at the end, and none is ever changed. */
export const migrations: (new () => MigrationInterface)[] = [Ops1767225600003];
