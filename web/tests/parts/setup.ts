import '../../src/playground/styles';
