import type { Services } from '../../platform/services.ts';

export type DeveloperTools = Pick<Services, 'database' | 'newId' | 'random' | 'clock'>;
