/** Tools that reach clouds, clusters and databases: one import and one line each. */
import { frameworkTools } from './frameworks/table.js';
import type { Table } from './table.js';
import { ansible, ansibleTools } from './tools/ansible.js';
import { aws } from './tools/aws.js';
import { amplify, cdk, copilot, eksctl, sam, serverless } from './tools/aws-tools.js';
import { az } from './tools/az.js';
import { keywordClients } from './tools/clickhouse.js';
import { elasticBeanstalk } from './tools/eb.js';
import { gcloud } from './tools/gcloud.js';
import { graphAndOthers } from './tools/graph.js';
import { bq, gsutil } from './tools/gsutil.js';
import { helm } from './tools/helm.js';
import { kubectl } from './tools/kubectl.js';
import { argocd, flux, kops, kubectx, kustomize, velero } from './tools/kubernetes-tools.js';
import { mongoFiles, mongosh } from './tools/mongo.js';
import { mysql, mysqladmin, mysqlFiles } from './tools/mysql.js';
import { postgresAdmin, postgresFiles, postgresServer } from './tools/postgres-tools.js';
import { psql } from './tools/psql.js';
import { pulumi } from './tools/pulumi.js';
import { redis } from './tools/redis.js';
import { sqlite } from './tools/sqlite.js';
import { terraform } from './tools/terraform.js';

export const infrastructureTables: readonly Table[] = [
  () => aws,
  () => elasticBeanstalk,
  () => cdk,
  () => sam,
  () => copilot,
  () => amplify,
  () => eksctl,
  () => serverless,
  () => gcloud,
  () => gsutil,
  () => bq,
  () => az,
  () => kubectl,
  () => helm,
  () => argocd,
  () => flux,
  () => velero,
  () => kops,
  () => kubectx,
  () => kustomize,
  () => terraform,
  () => pulumi,
  () => ansible,
  () => ansibleTools,
  () => psql,
  () => postgresAdmin,
  () => postgresFiles,
  () => postgresServer,
  () => mysql,
  () => mysqladmin,
  () => mysqlFiles,
  () => mongosh,
  () => mongoFiles,
  () => redis,
  () => sqlite,
  () => keywordClients,
  () => graphAndOthers,
  () => frameworkTools,
];
