import { BUILT_IN } from '../../../handover/desks/builtIn/builtInDesk';
import { DESKS } from '../../../handover/desks';
import { REMOTE_DESKS, builtInBench, remoteBench } from '../../support/deskBenches';
import { deskBehaviour, deskConformance } from '../../support/deskConformance';

// Many small requests each, on machines that may be busy.
jest.setTimeout(30_000);

it('every desk is held to what all desks must do', () => {
	expect([BUILT_IN, ...REMOTE_DESKS.map(({ kind }) => kind)]).toEqual(DESKS);
});

deskConformance(BUILT_IN, builtInBench);
for (const desk of REMOTE_DESKS) {
	deskConformance(desk.kind, () => remoteBench(desk));
	for (const without of desk.optional) describe(`${desk.kind.title} without ${without}`, () => deskBehaviour(desk.kind, () => remoteBench(desk, { without })));
}
