Gem::Specification.new do |spec|
  spec.name = 'nokogiri'
  spec.version = Gem::Version.new('1.15.4')
  spec.platform = 'x86_64-linux'.freeze
  spec.license = 'MIT'
end
