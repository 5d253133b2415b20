import { awsLook } from './aws.js';
import { kubernetesLook } from './kubernetes.js';
import type { LookKind } from './look.js';
import { mysqlLook } from './mysql.js';
import { postgresLook } from './postgres.js';
import { redisLook } from './redis.js';

/** Every kind of look; the first whose programs hold the call's own speaks. */
export const lookKinds: readonly LookKind[] = [postgresLook, mysqlLook, redisLook, kubernetesLook, awsLook];
