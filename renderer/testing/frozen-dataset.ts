import type { DatasetSummary } from '../../electron/contract/api/datasets';

/** A dataset of 812 looks, as the core describes a frozen one. */
export function datasetOf(name: string): DatasetSummary {
  return {
    name,
    createdAt: '2026-11-24T09:00:00Z',
    category: 'outfit',
    imageSize: 64,
    framing: 'pad',
    count: 812,
    train: 731,
    validation: 81,
    contentHash: '7'.repeat(64),
    statistics: null,
    warnings: [],
  } as DatasetSummary;
}
