/** What Terraform types and tools' nouns are called on the card, and which of them hold data. */

const nounsOfTypes: Readonly<Record<string, string>> = {
  aws_elastic_beanstalk_environment: 'environment',
  aws_elastic_beanstalk_application: 'application',
  aws_db_instance: 'database',
  aws_rds_cluster: 'database cluster',
  aws_rds_cluster_instance: 'database instance',
  aws_dynamodb_table: 'table',
  aws_s3_bucket: 'bucket',
  aws_sqs_queue: 'queue',
  aws_efs_file_system: 'file system',
  aws_ebs_volume: 'volume',
  aws_elasticache_cluster: 'cache',
  aws_instance: 'instance',
  aws_lb: 'load balancer',
  aws_elb: 'load balancer',
  aws_autoscaling_group: 'auto scaling group',
  aws_launch_template: 'launch template',
  aws_eks_cluster: 'cluster',
  aws_ecs_service: 'service',
  aws_lambda_function: 'function',
  aws_route53_record: 'record',
  aws_vpc: 'network',
  google_sql_database_instance: 'database',
  google_storage_bucket: 'bucket',
  google_compute_instance: 'instance',
  google_container_cluster: 'cluster',
  azurerm_resource_group: 'resource group',
  azurerm_storage_account: 'storage account',
  azurerm_kubernetes_cluster: 'cluster',
};

/** Types that hold data by their nature, also where the table above has no noun for them. */
const dataTypes =
  /(_db_instance|_rds_cluster|_dynamodb_table|_s3_bucket|_sqs_queue|_efs_file_system|_ebs_volume|_sql_database|_sql_database_instance|_storage_bucket|_storage_account|_storage_container|_bigquery_(?:dataset|table)|_spanner_(?:instance|database)|_redshift_cluster|_docdb_cluster|_neptune_cluster|_opensearch_domain|_elasticsearch_domain|_managed_disk|_compute_disk|_kinesis_stream|_msk_cluster|_volume|_filestore_instance|_bigtable_instance|_firestore_database|_kms_key|_ecr_repository)$|_(?:postgresql|mysql|mssql|mariadb|cosmosdb)_\w/;

/** Nouns of tools' tables that hold data. */
const dataNouns: ReadonlySet<string> = new Set(
  (
    'bucket catalog cluster-volume collection database db-cluster db-instance dataset db disk dataset domain filesystem file-system index ' +
    'indices keyspace namespace persistentvolume persistentvolumeclaim pv pvc queue schema snapshot statefulset storage-account ' +
    'stream table topic volume backup ns key keys rows objects'
  ).split(' '),
);

/** Systems whose objects are data. */
const dataSystems: ReadonlySet<string> = new Set(
  'postgres mysql mongodb redis sqlite clickhouse cassandra elasticsearch mssql oracle snowflake'.split(' '),
);

/** `aws_db_instance` is a database; a type without a noun of its own is itself. */
export function nounOfType(type: string): string {
  return (Object.hasOwn(nounsOfTypes, type) ? nounsOfTypes[type] : undefined) ?? type;
}

export function typeHoldsData(type: string): boolean {
  return dataTypes.test(type);
}

export function nounHoldsData(system: string, noun: string): boolean {
  return dataSystems.has(system) || dataNouns.has(noun.toLowerCase());
}
