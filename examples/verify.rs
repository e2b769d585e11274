fn main() {
    let quick = std::env::args().nth(1).is_some();
    let t = std::time::Instant::now();
    let r = escalade::verify::run(escalade::verify::Effort { quick, tolerance: 0.01 }, |n| {
        eprintln!("{n} {:?}", t.elapsed())
    });
    println!("{}", escalade::verify::table(&r));
    eprintln!("{:?}", t.elapsed());
}
