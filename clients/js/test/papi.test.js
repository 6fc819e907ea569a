// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as papi from '../examples/papi.js';
import { tell, url } from './story.js';

test('PAPI reads the metadata and asks the chain', async () => {
	const { client, chain, close } = papi.connect(url);
	try {
		const { name, properties } = await client.getChainSpecData();
		assert.match(name, /^Straddle/);
		assert.equal(properties.tokenSymbol, 'STRD');
		const { spec_name } = await chain.constants.System.Version();
		assert.equal(spec_name, 'straddle');
	} finally {
		close();
	}
});

tell('PAPI', papi);
