import type { Row } from '../../table.js';
import { accessRows } from './access.js';
import { elasticBeanstalkRows } from './beanstalk.js';
import { instanceRows } from './compute.js';
import { databaseRows } from './data.js';
import { deployRows } from './delivery.js';
import { localRows } from './local.js';
import { objectStoreRows } from './objects.js';

/** Operations whose API verb does not tell what they do. */
export const awsExceptions: readonly Row[] = [
  ...elasticBeanstalkRows,
  ...objectStoreRows,
  ...instanceRows,
  ...databaseRows,
  ...accessRows,
  ...deployRows,
  ...localRows,
];
