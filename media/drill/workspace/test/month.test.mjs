import assert from 'node:assert/strict';

// The environment's machines stand in Beijing.
process.env.TZ = 'Asia/Shanghai';
const { totalsByMonth } = await import('../src/totals.mjs');

try {
  assert.deepEqual(totalsByMonth([{ at: '2025-11-30T20:00:00Z', amount: 12 }]), [['2025-11', 12]]);
  console.log('1 test, 1 passed: the evening of the 30th is booked in its own month');
} catch (failure) {
  console.log('1 test, 1 failed: the evening of the 30th is booked in the next month');
  process.exitCode = 1;
}
