import express from 'express';

const app = express();
const items = express.Router();

// do: http.server @ (req
items.get('/:item', (req, res, next) => {
  if (req.params.item === 'nothing') return next(Object.assign(new Error('no such item'), { status: 404 }));
  res.json({ item: req.params.item });
});

// do: http.server
async function change(req, res) {
  res.status(202).send(req.headers['content-type']);
}

items.put('/:item', change);
app.use('/items', items);
app.use((error, req, res, next) => (req.aborted ? next(error) : res.status(error.status ?? 500).end()));
app.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
