import type { Row } from '../../table.js';

/** S3: buckets, objects and who may read them. */
export const objectStoreRows: readonly Row[] = [
  { words: 's3 ls|presign', verb: 'read', noun: 'bucket', resource: 0 },
  { words: 's3 rb', when: ['--force'], verb: 'destroy', noun: 'bucket', resource: 0, reach: 'uncountable' },
  { words: 's3 rb', verb: 'delete', noun: 'bucket', resource: 0 },
  {
    words: 's3 rm',
    when: ['--recursive'],
    verb: 'destroy',
    noun: 'objects',
    resource: 0,
    traits: ['recursive'],
    reach: 'uncountable',
    safer: '{command} --dryrun',
  },
  { words: 's3 rm', verb: 'delete', noun: 'object', resource: 0, safer: '{command} --dryrun' },
  { words: 's3 sync', when: ['--delete'], verb: 'delete', noun: 'objects', resource: 1, reach: 'uncountable', safer: '{command} --dryrun' },
  { words: 's3 mv', verb: 'delete', noun: 'object', resource: 'rest', safer: '{command} --dryrun' },
  { words: 's3 sync|cp', verb: 'create', noun: 'object', resource: 1 },
  { words: 's3 website', verb: 'expose', noun: 'bucket', resource: 0 },
  { words: 's3api delete-public-access-block', verb: 'expose', noun: 'bucket', resource: '--bucket', traits: ['protection-off'] },
  { words: 's3api put-bucket-policy|put-bucket-acl|put-object-acl|put-public-access-block', verb: 'expose', noun: 'bucket', resource: '--bucket' },
  { words: 's3control put-public-access-block|delete-public-access-block', verb: 'expose', noun: 'account', resource: '--account-id' },
  {
    words: 's3api put-bucket-lifecycle-configuration|put-bucket-lifecycle',
    verb: 'delete',
    noun: 'bucket-objects',
    resource: '--bucket',
    reach: 'uncountable',
  },
  { words: 's3api abort-multipart-upload', verb: 'delete', noun: 'upload', resource: '--key' },
  { words: 's3api delete-objects', verb: 'delete', noun: 'bucket-objects', resource: '--bucket', reach: 'uncountable' },
  { words: 's3api delete-bucket-encryption', verb: 'expose', noun: 'bucket', resource: '--bucket', traits: ['protection-off'] },
];
