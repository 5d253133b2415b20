import assert from 'node:assert/strict';
import { effectsFor, told } from '../../support/effects.js';

const rows = [
  ['kubectl get pods -A', 'read pod unknown'],
  ['kubectl delete ns production', 'destroy namespace/production production'],
  ['kubectl delete pod web-1 -n prod', 'delete pod/web-1 production'],
  ['kubectl delete deploy/web svc/web --context prod-eu', 'delete deployment,service/web,web production'],
  ['kubectl delete pvc --all -n shop', 'destroy persistentvolumeclaim/* unknown'],
  ['kubectl delete pods -l app=web', 'destroy pod/app=web unknown'],
  ['kubectl delete -f k8s/', 'delete manifest/k8s/ unknown'],
  ['kubectl delete pod x --dry-run=server', 'read pod/x unknown'],
  ['kubectl delete pod x --dry-run=none', 'delete pod/x unknown'],
  ['kubectl replace --force -f x.yaml', 'replace manifest/x.yaml unknown'],
  ['kubectl apply -f x.yaml', 'modify manifest/x.yaml unknown'],
  ['kubectl apply -f x.yaml --prune -l a=b', 'delete manifest/x.yaml unknown'],
  ['kubectl scale deploy web --replicas=0', 'stop deployment/web unknown'],
  ['kubectl scale deploy web --replicas=3', 'modify deployment/web unknown'],
  ['kubectl rollout status deploy/web', 'read deployment/web unknown'],
  ['kubectl rollout undo deploy/web', 'replace deployment/web unknown'],
  ['kubectl drain node-1 --ignore-daemonsets', 'stop node/node-1 unknown'],
  [
    'kubectl create clusterrolebinding x --clusterrole=cluster-admin --user=u',
    'expose clusterrolebinding/x unknown',
  ],
  ['kubectl patch pod p -p \'[{"op":"replace","path":"/x"}]\' --type json', 'replace pod/p unknown'],
  ['kubectl config view', 'read view unknown'],
  ['kubectl config delete-context prod', 'modify kubeconfig local'],
  ['oc delete project shop-prod', 'destroy project/shop-prod production'],
  ['helm uninstall web -n prod', 'destroy release/web production'],
  ['helm upgrade web ./chart --dry-run', 'read release/web unknown'],
  ['helm upgrade --install web ./chart -f values-prod.yaml', 'modify release/web production'],
  ['helm list', 'read list unknown'],
  ['argocd app delete shop', 'destroy application/shop unknown'],
  ['argocd app list', 'read app unknown'],
  ['flux suspend kustomization apps', 'stop kustomization,apps unknown'],
  ['velero backup delete nightly', 'delete backup/nightly unknown'],
  ['velero backup get', 'read backup unknown'],
  ['kops delete cluster c --yes', 'destroy cluster/c unknown'],
  ['kops update cluster c', 'read update unknown'],
  ['kustomize build .', 'read build unknown'],
] as const;

describe('kubectl and its like', () => {
  for (const [command, expected] of rows) {
    it(command, () => {
      const [verb, resource, environment] = (told(command)[0] ?? '').split(' ');
      const [wantedVerb, wantedResource, wantedEnvironment] = expected.split(' ');
      assert.deepEqual([verb, environment], [wantedVerb, wantedEnvironment]);
      if (wantedVerb !== 'read') assert.equal(resource, wantedResource);
    });
  }

  it('a switch of context counts for what follows', () => {
    assert.deepEqual(told('kubectl config use-context prod && kubectl delete deploy api'), [
      'modify kubeconfig local',
      'delete deployment/api production',
    ]);
    assert.equal(told('kubectx prod-eu && kubectl delete deploy api')[1], 'delete deployment/api production');
    assert.equal(told('kubens prod; kubectl delete deploy api')[1], 'delete deployment/api production');
  });

  it('a manifest from a network and everything of a kind are traits', () => {
    assert.ok(effectsFor('kubectl apply -f https://x.example/m.yaml')[0]?.traits.includes('remote-code'));
    const [effect] = effectsFor('kubectl delete pods --all');
    assert.deepEqual([effect?.reach, effect?.traits], ['uncountable', ['no-filter']]);
  });

  it('an unresolved context is named', () => {
    const [effect] = effectsFor('kubectl --context "$CTX" delete pod x');
    assert.ok(effect?.traits.includes('opaque-selector'));
    assert.equal(effect?.opaque.length, 1);
  });
});
