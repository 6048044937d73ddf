import { openFakeApi } from './fakes/open-fake-api.fixture.ts';
import { describeOfficialClients } from './official-clients.contract.ts';

describeOfficialClients('the app with fake engines', openFakeApi);
