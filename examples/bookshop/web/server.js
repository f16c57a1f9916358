// The shop's front: lists books, hands searches to the catalog service.
const express = require('express');
const bodyParser = require('body-parser');
const morgan = require('morgan');
const _ = require('lodash');

const app = express();
app.use(morgan('combined'));
app.use(bodyParser.json());

const settings = { page: { size: 20 } };

app.post('/settings', (request, response) => {
  _.merge(settings, request.body);
  response.json(settings);
});

app.get('/healthz', (request, response) => response.send('ok'));

app.listen(8080);
