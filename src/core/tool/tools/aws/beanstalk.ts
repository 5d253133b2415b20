import type { Row } from '../../table.js';

const environment = ['--environment-name', '--environment-id', '--source-environment-name'] as const;
const service = 'elasticbeanstalk';

const resources = 'aws elasticbeanstalk describe-environment-resources {--environment-name} {--environment-id} {--profile} {--region}';

/** Elastic Beanstalk: whole environments. */
export const elasticBeanstalkRows: readonly Row[] = [
  { words: `${service} rebuild-environment`, verb: 'replace', noun: 'environment', resource: environment, safer: resources },
  { words: `${service} terminate-environment`, verb: 'destroy', noun: 'environment', resource: environment, safer: resources },
  { words: `${service} swap-environment-cnames`, verb: 'modify', noun: 'environment', resource: environment, traits: ['published'] },
  { words: `${service} restart-app-server`, verb: 'stop', noun: 'environment', resource: environment },
  { words: `${service} delete-application`, verb: 'destroy', noun: 'application', resource: '--application-name' },
  { words: `${service} request-environment-info|retrieve-environment-info`, verb: 'read' },
];
