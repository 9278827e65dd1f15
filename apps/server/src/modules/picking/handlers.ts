import type { Handlers } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { cancelLabelRun, openLabelFile, retryLabelRun } from './commands/change-label-run.ts';
import { changeWave, changeWaveOrder } from './commands/change-wave.ts';
import { makeLabelRun } from './commands/make-label-run.ts';
import { makeWave } from './commands/make-wave.ts';
import { scanCode, undoScan } from './commands/scan.ts';
import { importBins, setBin } from './commands/set-bins.ts';
import { listBins } from './queries/bins.ts';
import { readCandidates } from './queries/candidates.ts';
import { packingSlipsFile, pickListFile } from './queries/documents.ts';
import { listLabelRuns, readLabelRun } from './queries/label-runs.ts';
import { listWaves, readWave } from './queries/wave-views.ts';

type Mine =
  | `bins.${'list' | 'set'}`
  | 'bin-imports.create'
  | 'pick-candidates.get'
  | `pick-waves.${'list' | 'create' | 'get' | 'change'}`
  | 'pick-wave-orders.change'
  | `pick-scans.${'create' | 'undo'}`
  | 'pick-lists.file'
  | 'packing-slips.file'
  | `label-runs.${'list' | 'create' | 'get' | 'cancel' | 'retry' | 'file'}`;

export function pickingHandlers(services: Services): Pick<Handlers, Mine> {
  return {
    'bins.list': (input) => listBins(services, input),
    'bins.set': (input) => setBin(services, input),
    'bin-imports.create': (input) => importBins(services, input),
    'pick-candidates.get': (input) => readCandidates(services, input),
    'pick-waves.list': (input) => listWaves(services, input),
    'pick-waves.create': (input) => makeWave(services, input),
    'pick-waves.get': (input) => readWave(services, input),
    'pick-waves.change': (input) => changeWave(services, input),
    'pick-wave-orders.change': (input) => changeWaveOrder(services, input),
    'pick-scans.create': (input) => scanCode(services, input),
    'pick-scans.undo': (input) => undoScan(services, input),
    'pick-lists.file': (input) => pickListFile(services, input),
    'packing-slips.file': (input) => packingSlipsFile(services, input),
    'label-runs.list': (input) => listLabelRuns(services, input),
    'label-runs.create': (input) => makeLabelRun(services, input),
    'label-runs.get': (input) => readLabelRun(services, input),
    'label-runs.cancel': (input) => cancelLabelRun(services, input),
    'label-runs.retry': (input) => retryLabelRun(services, input),
    'label-runs.file': (input) => openLabelFile(services, input),
  };
}
