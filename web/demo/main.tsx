import { render } from 'preact';
import './main.css';

render(<h1>The demo room</h1>, document.getElementById('page')!);
