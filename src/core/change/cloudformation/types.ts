/** What types of CloudFormation are called on the card, and which of them hold data. */
const nouns: Readonly<Record<string, string>> = {
  'AWS::RDS::DBInstance': 'database',
  'AWS::RDS::DBCluster': 'database cluster',
  'AWS::DynamoDB::Table': 'table',
  'AWS::Serverless::SimpleTable': 'table',
  'AWS::S3::Bucket': 'bucket',
  'AWS::SQS::Queue': 'queue',
  'AWS::EFS::FileSystem': 'file system',
  'AWS::EC2::Instance': 'instance',
  'AWS::EC2::Volume': 'volume',
  'AWS::EC2::VPC': 'network',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'load balancer',
  'AWS::AutoScaling::AutoScalingGroup': 'auto scaling group',
  'AWS::Lambda::Function': 'function',
  'AWS::Serverless::Function': 'function',
  'AWS::ECS::Service': 'service',
  'AWS::ECS::Cluster': 'cluster',
  'AWS::EKS::Cluster': 'cluster',
  'AWS::ElastiCache::CacheCluster': 'cache',
  'AWS::Kinesis::Stream': 'stream',
  'AWS::KMS::Key': 'key',
  'AWS::ElasticBeanstalk::Environment': 'environment',
};

const holdsData =
  /^AWS::(?:RDS::DB|DynamoDB::(?:Global)?Table|Serverless::SimpleTable|S3::Bucket$|SQS::Queue$|EFS::FileSystem|EC2::Volume|Kinesis::Stream|KMS::Key|Redshift::|DocDB::|Neptune::|OpenSearchService::|Elasticsearch::|ECR::Repository|Cognito::UserPool$|Timestream::|MSK::|Logs::LogGroup)/;

/** Types that CloudFormation takes a last snapshot of when their policy says nothing. */
const snapshotByDefault: ReadonlySet<string> = new Set(['AWS::RDS::DBCluster']);

/** Arguments that name a thing or its form: another value makes another thing. */
const identity: ReadonlySet<string> = new Set(
  (
    'TableName KeySchema BucketName QueueName DBInstanceIdentifier DBClusterIdentifier DBName Engine MasterUsername StorageEncrypted ' +
    'ClusterName ServiceName FunctionName RoleName StreamName LogGroupName EnvironmentName ApplicationName AvailabilityZone SubnetId ' +
    'VpcId CidrBlock Name Scheme FileSystemId UserPoolName DomainName RepositoryName CacheSubnetGroupName DBSubnetGroupName'
  ).split(' '),
);

export function nounOfResource(type: string): string {
  return (Object.hasOwn(nouns, type) ? nouns[type] : undefined) ?? type;
}

/** What becomes of its data when it is deleted under that policy. */
export function fateOfResource(type: string, policy: string): 'data-lost' | 'recoverable' | undefined {
  if (isRetained(policy) || !holdsData.test(type)) return undefined;
  return policy === 'Snapshot' || (policy === '' && snapshotByDefault.has(type))
    ? 'recoverable'
    : 'data-lost';
}

export function isRetained(policy: string): boolean {
  return policy === 'Retain' || policy === 'RetainExceptOnCreate';
}

/** True for an argument that cannot be changed in place. */
export function isIdentity(property: string): boolean {
  return identity.has(property);
}
