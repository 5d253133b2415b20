import assert from 'node:assert/strict';
import { told } from '../../support/effects.js';

const rows = [
  ['gcloud compute instances list', 'read instance unknown'],
  ['gcloud sql instances delete shop-prod --quiet', 'destroy database/shop-prod production'],
  ['gcloud beta container clusters delete c --zone z', 'destroy cluster/c unknown'],
  ['gcloud compute disks delete d -q', 'delete disk/d unknown'],
  ['gcloud projects add-iam-policy-binding p --member m --role r', 'expose project/p unknown'],
  ['gcloud config set project acme-prod', 'modify set local'],
  ['gcloud config get-value project', 'read config unknown'],
  ['gcloud run deploy web --project acme-prod', 'modify service/web production'],
  ['gcloud compute instances describe x', 'read instance unknown'],
  ['gcloud storage rm -r gs://acme', 'delete object/gs://acme unknown'],
  ['gcloud apigee organizations delete o', 'destroy organization/o unknown'],
  ['gsutil ls gs://b', 'read bucket unknown'],
  ['gsutil -m rm -r gs://acme-prod', 'destroy objects/gs://acme-prod production'],
  ['gsutil rsync -d a gs://b', 'delete objects/gs://b unknown'],
  ['bq rm -r -f shop', 'destroy dataset/shop unknown'],
  ['bq ls', 'read bq unknown'],
  ["bq query 'DELETE FROM d.t WHERE true'", 'destroy rows/d.t unknown'],
  ['az vm list', 'read vm unknown'],
  ['az group delete -n rg-prod --yes', 'destroy resource-group/rg-prod production'],
  ['az aks delete -g rg -n c', 'destroy aks/c unknown'],
  ['az storage blob delete-batch -s c', 'destroy blobs/c unknown'],
  ['az webapp deployment slot swap -g rg-prod -n api', 'modify slot/api production'],
  ['az role assignment create --assignee u --role Owner', 'expose role-assignment/u unknown'],
  ['az deployment group what-if -g rg', 'read deployment unknown'],
  ['az deployment group create -g rg --mode Complete', 'replace resource-group/rg unknown'],
  ['az account set --subscription prod && az group delete -n rg', 'destroy resource-group/rg production'],
  [
    'gcloud config set project acme-prod && gcloud sql instances delete main -q',
    'destroy database/main production',
  ],
] as const;

describe('gcloud, gsutil, bq and az', () => {
  for (const [command, expected] of rows) {
    it(command, () => {
      const [verb, resource, environment] = (told(command).at(-1) ?? '').split(' ');
      const [wantedVerb, wantedResource, wantedEnvironment] = expected.split(' ');
      assert.deepEqual([verb, environment], [wantedVerb, wantedEnvironment]);
      if (wantedVerb !== 'read' && wantedResource !== 'set') assert.equal(resource, wantedResource);
    });
  }
});
