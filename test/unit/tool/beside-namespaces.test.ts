import assert from 'node:assert/strict';
import { asks, judged } from '../../support/judged.js';

/** Kinds that no namespace holds, and what is done to them. */
const kinds =
  'node clusterrole clusterrolebinding pv persistentvolumes crd customresourcedefinition.apiextensions.k8s.io storageclass sc ingressclass priorityclass validatingwebhookconfiguration mutatingwebhookconfigurations apiservice csidriver clusterissuer namespace'.split(
    ' ',
  );
const held = 'pod deploy svc configmap job cronjob ingress hpa role rolebinding serviceaccount'.split(' ');
const spaces = ['-n dev', '--namespace=shop-test', '--namespace sandbox'];

describe('what stands beside the namespaces of a cluster', () => {
  it('is not made harmless by the name of one', () => {
    for (const space of spaces)
      for (const kind of kinds)
        for (const command of [`kubectl ${space} delete ${kind} a1`, `kubectl delete ${kind}/a1 ${space}`])
          assert.ok(asks(judged(command)), command);
    for (const space of spaces)
      for (const rest of [
        'drain w1 --force',
        'drain w1',
        'cordon w1',
        'delete pods --all -A',
        'delete deploy --all --all-namespaces',
      ])
        assert.ok(asks(judged(`kubectl ${space} ${rest}`)), rest);
  });

  it('what a namespace holds stays as quiet as its name makes it', () => {
    for (const space of spaces)
      for (const kind of held) assert.ok(!asks(judged(`kubectl ${space} delete ${kind} a1`)), kind);
    assert.ok(!asks(judged('kubectl -n dev uncordon w1')));
    assert.ok(!asks(judged('kubectl -n dev get nodes')));
    assert.ok(!asks(judged('kubectl --context kind-dev -n dev cordon w1')));
  });

  it('production stays production', () => {
    for (const kind of kinds) assert.equal(judged(`kubectl -n prod delete ${kind} a1`).band, 'production');
  });
});
